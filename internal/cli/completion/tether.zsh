#compdef tether
# zsh completion for tether: tether completion zsh > "${fpath[1]}/_tether"
_tether() {
	local command=check word
	local -a commands flags formats
	commands=(
{{range .Commands}}		{{quote (print .Name ":" .Usage)}}
{{end}}	)
	for word in "${(@)words[2,CURRENT-1]}"; do
		if (( ${+commands[(r)$word:*]} )) && [[ -n ${commands[(r)$word:*]} ]]; then
			command=$word
		fi
	done
	case $command in
{{range .Commands}}	{{.Name}})
		flags=({{range .Flags}}
			{{quote (print "-" .Name ":" .Usage)}}{{end}}
		)
		formats=({{.Formats}}) ;;
{{end}}	esac
	case ${words[CURRENT-1]} in
	-format) compadd -a formats; return ;;
	-rule | explain) compadd {{.Rules}}; return ;;
	-color) compadd {{.Colors}}; return ;;
	-C) _directories; return ;;
	-o | -config | -baseline) _files; return ;;
	completion) compadd bash zsh fish; return ;;
	cache) compadd clean; return ;;
	help) _describe command commands; return ;;
	esac
	if [[ ${words[CURRENT]} == -* ]]; then
		_describe flag flags
	else
		(( CURRENT == 2 )) && _describe command commands
		_directories
	fi
}
compdef _tether tether
