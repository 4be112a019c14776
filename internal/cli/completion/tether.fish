# fish completion for tether: tether completion fish > ~/.config/fish/completions/tether.fish
set -l tether_commands {{.Names}}
complete -c tether -f
{{range $c := .Commands}}complete -c tether -n "not __fish_seen_subcommand_from $tether_commands" -a {{$c.Name}} -d {{quote $c.Usage}}
{{$on := print "__fish_seen_subcommand_from " $c.Name}}{{if eq $c.Name "check"}}{{$on = print $on "; or not __fish_seen_subcommand_from $tether_commands"}}{{end -}}
{{range .Flags}}complete -c tether -n "{{$on}}" -o {{.Name}}{{if .Words}}{{if .Arg}} -x{{end}} -a '{{.Words}}'{{else if eq .Arg "dir"}} -x -a '(__fish_complete_directories)'{{else if eq .Arg "file"}} -r -F{{else if eq .Arg "rev"}} -x -a "(git for-each-ref --format='%(refname:short)' 2>/dev/null)"{{else if .Arg}} -x{{end}} -d {{quote .Usage}}
{{end}}{{if eq .Args "packages"}}complete -c tether -n "{{$on}}" -a '(__fish_complete_directories)'
{{else if eq .Args "explained"}}complete -c tether -n "{{$on}}" -F -a '{{$.Rules}}'
{{else if .Args}}complete -c tether -n "{{$on}}" -a '{{.Args}}'
{{end}}{{end -}}
