// W1's last part by itself: the manifests of 1,000 DAGs of 20 tasks to YAML, in this process.

import { dump } from "js-yaml";
import { toYaml } from "../src/render/yaml.ts";
import { measure } from "./workload.ts";
