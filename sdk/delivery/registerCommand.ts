export { registerCommand } from "../../functions/delivery/registerCommand";
