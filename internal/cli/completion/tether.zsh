#compdef tether
# zsh completion for tether: tether completion zsh > "${fpath[1]}/_tether"
_tether() {
	local command=check word args
	local -a commands flags
	commands=(
{{range .Commands}}		{{quote (print .Name ":" .Usage)}}
{{end}}	)
	for word in "${(@)words[2,CURRENT-1]}"; do
		[[ -n ${(M)commands:#$word:*} ]] && command=$word
	done
	case $command${words[CURRENT-1]} in
{{range $c := .Commands}}{{range .Flags}}{{if .Words}}	{{$c.Name}}-{{.Name}}) compadd {{.Words}}; return ;;
{{else if eq .Arg "dir"}}	{{$c.Name}}-{{.Name}}) _directories; return ;;
{{else if eq .Arg "file"}}	{{$c.Name}}-{{.Name}}) _files; return ;;
{{else if eq .Arg "rev"}}	{{$c.Name}}-{{.Name}}) compadd -- ${(f)"$(git for-each-ref --format='%(refname:short)' 2>/dev/null)"}; return ;;
{{else if .Arg}}	{{$c.Name}}-{{.Name}}) return ;;
{{end}}{{end}}{{end}}	esac
	case $command in
{{range .Commands}}	{{.Name}})
		args='{{.Args}}' flags=({{range .Flags}}
			{{quote (print "-" .Name ":" .Usage)}}{{end}}
		) ;;
{{end}}	esac
	if [[ ${words[CURRENT]} == -* ]]; then
		_describe flag flags
		return
	fi
	(( CURRENT == 2 )) && _describe command commands
	case $args in
	packages) _directories ;;
	explained) compadd {{.Rules}}; _files -g '*.go' ;;
	*) compadd -- ${=args} ;;
	esac
}
# As a file of fpath this is the body of _tether, which its first call runs.
if [[ ${funcstack[1]} == _tether ]]; then
	_tether "$@"
else
	compdef _tether tether
fi
