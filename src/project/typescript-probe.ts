// Loads only where something compiles TypeScript as a whole, as tsx does: what Node strips by itself are types, and an
// artifact property is a decorator.

function mark(_value: unknown, _context: ClassMethodDecoratorContext): void {}

export class Probe {
  @mark
  works(): boolean {
    return true;
  }
}
