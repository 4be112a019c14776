module example.com/unwaited_local

go 1.26.0

require golang.org/x/sync v0.24.0

replace golang.org/x/sync => ../../untracked/stub/sync
