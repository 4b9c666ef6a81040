export { configToml } from "../../functions/delivery/configToml";
