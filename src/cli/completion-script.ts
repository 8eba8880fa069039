// What a shell runs at TAB. yargs' own scripts take the shell from the environment of whoever is asked; these say it.

import { COMPLETE } from "./print-completions.ts";

export const SHELLS = ["bash", "zsh"] as const;

export type Shell = (typeof SHELLS)[number];

export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

const BASH = `_airgo() {
  local IFS=$'\\n'
  local current="\${COMP_WORDS[COMP_CWORD]}"
  local words=("\${COMP_WORDS[@]:0:COMP_CWORD+1}")
  COMPREPLY=($(compgen -W "$(SHELL=bash airgo ${COMPLETE} "\${words[@]}" 2>/dev/null)" -- "$current"))
}
complete -o default -F _airgo airgo
`;

const ZSH = `_airgo() {
  local -a found
  found=("\${(@f)$(SHELL=zsh airgo ${COMPLETE} "\${words[@]:0:$CURRENT}" 2>/dev/null)}")
  if (( \${#found[@]} && \${#found[1]} )); then
    _describe airgo found
  else
    _files
  fi
}
compdef _airgo airgo
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH };
