import { bundleSimpleDags } from "./simple-dags.ts";
void bundleSimpleDags("/tmp/wb/loop", 1000, "loop").then(() => bundleSimpleDags("/tmp/wb/files", 1000, "files"));
