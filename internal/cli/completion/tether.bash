# bash completion for tether: source <(tether completion bash)
_tether() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=check flags formats word
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		case $word in
{{range .Commands}}		{{.Name}}) command=$word ;;
{{end}}		esac
	done
	case $command in
{{range .Commands}}	{{.Name}}) flags="{{range .Flags}}-{{.Name}} {{end}}" formats="{{.Formats}}" ;;
{{end}}	esac
	case $prev in
	-format) COMPREPLY=($(compgen -W "$formats" -- "$cur")); return ;;
	-rule | explain) COMPREPLY=($(compgen -W "{{.Rules}}" -- "$cur")); return ;;
	-color) COMPREPLY=($(compgen -W "{{.Colors}}" -- "$cur")); return ;;
	-C) COMPREPLY=($(compgen -d -- "$cur")); return ;;
	-o | -config | -baseline) COMPREPLY=($(compgen -f -- "$cur")); return ;;
	-new-from) COMPREPLY=($(compgen -W "$(git for-each-ref --format='%(refname:short)' 2>/dev/null)" -- "$cur")); return ;;
	completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$cur")); return ;;
	cache) COMPREPLY=($(compgen -W "clean" -- "$cur")); return ;;
	help) COMPREPLY=($(compgen -W "{{.Names}}" -- "$cur")); return ;;
	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W "$flags" -- "$cur"))
	elif ((COMP_CWORD == 1)); then
		COMPREPLY=($(compgen -W "{{.Names}}" -- "$cur") $(compgen -d -- "$cur"))
	else
		COMPREPLY=($(compgen -d -- "$cur"))
	fi
}
complete -o filenames -F _tether tether
