module example.com/exec_cmd

go 1.26.0

require golang.org/x/sync v0.24.0

replace golang.org/x/sync => ../../untracked/stub/sync
