# bash completion for tether: source <(tether completion bash)
_tether() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=check flags args word
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		case $word in
{{range .Commands}}		{{.Name}}) command=$word ;;
{{end}}		esac
	done
	case $command$prev in
{{range $c := .Commands}}{{range .Flags}}{{if .Words}}	{{$c.Name}}-{{.Name}}) COMPREPLY=($(compgen -W "{{.Words}}" -- "$cur")); return ;;
{{else if eq .Arg "dir"}}	{{$c.Name}}-{{.Name}}) COMPREPLY=($(compgen -d -- "$cur")); return ;;
{{else if eq .Arg "file"}}	{{$c.Name}}-{{.Name}}) COMPREPLY=($(compgen -f -- "$cur")); return ;;
{{else if eq .Arg "rev"}}	{{$c.Name}}-{{.Name}}) COMPREPLY=($(compgen -W "$(git for-each-ref --format='%(refname:short)' 2>/dev/null)" -- "$cur")); return ;;
{{else if .Arg}}	{{$c.Name}}-{{.Name}}) return ;;
{{end}}{{end}}{{end}}	esac
	case $command in
{{range .Commands}}	{{.Name}}) flags="{{range .Flags}}-{{.Name}} {{end}}" args="{{.Args}}" ;;
{{end}}	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W "$flags" -- "$cur"))
		return
	fi
	((COMP_CWORD == 1)) && COMPREPLY=($(compgen -W "{{.Names}}" -- "$cur"))
	case $args in
	packages) COMPREPLY+=($(compgen -d -- "$cur")) ;;
	explained) COMPREPLY+=($(compgen -W "{{.Rules}}" -- "$cur") $(compgen -f -- "$cur")) ;;
	*) COMPREPLY+=($(compgen -W "$args" -- "$cur")) ;;
	esac
}
complete -o filenames -F _tether tether
