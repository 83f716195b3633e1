/** The shape in which the SDK takes credentials; read from the environment, which Lambda renews for each sandbox. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
