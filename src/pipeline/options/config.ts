export {
  type ConfigEntry,
  type ConfigFile,
  configFileNames,
  findConfigFile,
  readConfigFile,
} from "../../io/wire/config-file.js";
