module example.com/untracked/allow

go 1.26.0
