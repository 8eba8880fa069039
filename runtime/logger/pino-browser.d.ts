// pino's build without worker threads, transports and sonic-boom; it ships types only for the whole.
declare module "pino/browser.js" {
  import pino from "pino";

  export default pino;
}
