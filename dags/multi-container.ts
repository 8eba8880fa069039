// Two images: one task needs a package that only the second image has. It imports it where it uses it, so that every other
// task runs without it, and `template` names the container that has it.
import { artifactProperty, BaseOperator, DAG, RuntimeParallelizeOperator } from "airgo";

export const dag = new DAG("multi-container", {
  description: "Measures pictures in an image of their own",
  defaultArgs: { retries: 1, executionTimeout: "10m" },
});

class ListPictures extends BaseOperator<{ folder: string; names: readonly string[] }> {
  execute() {
    this.logger.info(`${this.args.names.length} pictures in ${this.args.folder}`);
  }

  @artifactProperty()
  get files(): string[] {
    return this.args.names.map((name) => `${this.args.folder}/${name}`);
  }
}

class MeasurePicture extends RuntimeParallelizeOperator<string> {
  async execute() {
    // "sharp" is in the image of templates/containers/pictures.yaml, and in "external" of package.json's "airgo".
    const { default: sharp } = await import("sharp");
    const { width, height } = await sharp(this.parameter).metadata();
    return width * height;
  }
}

class ReportPixels extends BaseOperator<{ pixels: number[] }> {
  execute() {
    const total = this.args.pixels.reduce((sum, pixels) => sum + pixels, 0);
    this.logger.info(`${total} pixels in ${this.args.pixels.length} pictures`);
  }
}

export const list = new ListPictures({
  taskId: "list-pictures",
  folder: "/pictures",
  names: ["harbour.jpg", "lighthouse.jpg"],
  dag,
});
export const measure = new MeasurePicture({
  taskId: "measure-picture",
  over: list.output("files"),
  template: "pictures",
  parameters: { VIPS_CONCURRENCY: "1" },
  dag,
});
export const report = new ReportPixels({
  taskId: "report-pixels",
  pixels: measure.output("return_value"),
  dag,
});
