export const COMMANDS = [];
