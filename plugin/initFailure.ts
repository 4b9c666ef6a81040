import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { redact } from "../gitlab/text/redact";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** What the engine keeps in the state of a resource that is there and not as it should be. */
export interface Initialised {
  readonly id: string;
  readonly outputs: Struct;
  readonly inputs: Struct;
}

/** An error as the engine takes it; with a resource, one that "failed to initialise". */
export function failure(reason: string, initialised?: Initialised): Partial<ServiceError> {
  const message = redact(reason);
  const metadata = new Metadata();
  if (initialised) {
    const detail = new ErrorResourceInitFailed();
    detail.setId(initialised.id);
    detail.setProperties(initialised.outputs);
    detail.setInputs(initialised.inputs);
    detail.setReasonsList([message]);
    const any = new Any();
    any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const answer = new Status();
    answer.setCode(status.UNKNOWN);
    answer.setMessage(message);
    answer.addDetails(any);
    metadata.add("grpc-status-details-bin", Buffer.from(answer.serializeBinary()));
  }
  return { code: status.UNKNOWN, details: message, metadata };
}
