// The package is not installed here: as much of its types as dags/multi-container.ts uses.
declare module "sharp" {
  export default function sharp(file: string): {
    metadata(): Promise<{ readonly width: number; readonly height: number }>;
  };
}
