export {
  type ConfigEntry,
  type ConfigFile,
  configFileNames,
  findConfigFile,
  readConfigFile,
} from "../../io/config-file.js";
