export { helmValues } from "../../functions/delivery/helmValues";
