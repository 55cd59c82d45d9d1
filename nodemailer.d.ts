/** The part of nodemailer 7 that is used; its published types bring a cloud vendor's whole client along. */
declare module "nodemailer" {
  interface Transport {
    sendMail(mail: {
      from: string;
      to: string;
      subject: string;
      text: string;
      html: string;
      headers: Record<string, string>;
    }): Promise<unknown>;
    close(): void;
  }
  export function createTransport(options: {
    url: string;
    connectionTimeout: number;
    greetingTimeout: number;
    socketTimeout: number;
    disableFileAccess: boolean;
    disableUrlAccess: boolean;
  }): Transport;
}
