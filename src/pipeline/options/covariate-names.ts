export { covariateNames } from "../../length-control/covariates/covariate-names.js";
