# fish completion for tether: tether completion fish > ~/.config/fish/completions/tether.fish
set -l tether_commands {{.Names}}
complete -c tether -f
complete -c tether -a '(__fish_complete_directories)'
{{range $c := .Commands}}complete -c tether -n "not __fish_seen_subcommand_from $tether_commands" -a {{$c.Name}} -d {{quote $c.Usage}}
{{range .Flags}}complete -c tether -n "__fish_seen_subcommand_from {{$c.Name}}{{if eq $c.Name "check"}}; or not __fish_seen_subcommand_from $tether_commands{{end}}" -o {{.Name}}{{if eq .Name "format"}} -x -a '{{$c.Formats}}'{{else if eq .Name "rule"}} -x -a '{{$.Rules}}'{{else if eq .Name "color"}} -a '{{$.Colors}}'{{else if eq .Name "C"}} -x -a '(__fish_complete_directories)'{{else if eq .Name "config"}} -r -F{{else if eq .Name "baseline"}} -r -F{{else if eq .Name "o"}} -r -F{{end}} -d {{quote .Usage}}
{{end}}{{end}}complete -c tether -n "__fish_seen_subcommand_from explain" -x -a '{{.Rules}}'
complete -c tether -n "__fish_seen_subcommand_from completion" -x -a 'bash zsh fish'
complete -c tether -n "__fish_seen_subcommand_from cache" -x -a clean
