import * as grpc from "@grpc/grpc-js";

/** Has a server listen on loopback. @returns the port that the system picks. */
export function listening(server: grpc.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
}
