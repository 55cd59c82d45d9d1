/** Ids of tokens that test runs use begin like this: their requests are marked in the log and tick nothing off. */
export const TEST_TOKEN_PREFIX = "scimt_test_";

export const isTestToken = (tokenId: string) => tokenId.startsWith(TEST_TOKEN_PREFIX);
