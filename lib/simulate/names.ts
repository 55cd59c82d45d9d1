/** Given names from many languages: accents and apostrophes are what an IdP really sends, and must come back unchanged. */
export const GIVEN_NAMES = [
  ..."Ana Björn Chloé Dmitri Elif Femke Gustavo Hana Ingrid João Kwame Leïla Mateusz Nadia Oluwaseun Priya Quentin".split(
    " ",
  ),
  ..."Rosa Søren Thandiwe Ulrike Viktor Wanjiru Ximena Yusuf Zoë Amélie Bence Catarina Darius Eszter Fionn".split(" "),
  ..."Giulia Håkon Ines Jürgen Katarzyna Lucía Miloš Noor Owen Paula Rafael Siobhán Tomáš Uma Vera William".split(" "),
  "Anne-Marie",
  "D'Andre",
  "Mary Jane",
];

/** Family names, chosen to bring apostrophes, hyphens, particles and letters that have no plain form. */
export const FAMILY_NAMES = [
  ..."Lima Okafor Nakamura Müller Kowalski Haddad Svensson Rossi Fernández Dubois Novák Øvergård Popescu Yılmaz".split(
    " ",
  ),
  ..."Bakker Choudhury Eriksen Farkaş Gonçalves Hughes Ivanova Jensen Kim Łukaszewicz Mensah Nguyễn Ortiz Patel".split(
    " ",
  ),
  ..."Quispe Reyes Şahin Tanaka Ueda Vargas Weiß Xu Yeboah Zieliński Abebe Castillo Demir Engström Fujita Grant".split(
    " ",
  ),
  "O'Brien",
  "D'Angelo",
  "O'Sullivan",
  "N'Diaye",
  "García-Márquez",
  "van der Berg",
  "de la Cruz",
  "Al-Sayed",
];

/** Departments with the titles people hold in them. */
export const DEPARTMENTS: readonly { readonly name: string; readonly titles: readonly string[] }[] = [
  { name: "Engineering", titles: ["Software Engineer", "Site Reliability Engineer", "Test Engineer"] },
  { name: "Finance", titles: ["Accountant", "Controller", "Payroll Specialist"] },
  { name: "Sales", titles: ["Account Executive", "Sales Engineer", "Partner Lead"] },
  { name: "People & Culture", titles: ["Recruiter", "People Partner"] },
  { name: "Customer Care", titles: ["Support Engineer", "Customer Success Lead"] },
  { name: "Design", titles: ["Product Designer", "Researcher", "Writer"] },
  { name: "Recht und Compliance", titles: ["Counsel", "Privacy Officer"] },
];

/** What a provider's admin calls the groups that are pushed. */
export const GROUP_NAMES = [
  "All staff",
  "Engineering",
  "VPN users",
  "Finance approvers",
  "Équipe Produit",
  "On call",
  "Sales & Partners",
  "Office Zürich",
  "Project O'Hare",
  "Design Guild",
  "Contractors",
  "Release managers",
  "Data readers",
  "Works council",
  "Board",
  "Beta testers",
];
