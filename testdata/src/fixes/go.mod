module example.com/fixes

go 1.26.0

require (
	github.com/tetherlint/tether/tracked v0.0.0
	golang.org/x/sync v0.24.0
	google.golang.org/grpc v0.0.0
)

replace (
	github.com/tetherlint/tether/tracked => ../../../tracked
	golang.org/x/sync => ../untracked/stub/sync
	google.golang.org/grpc => ../unclosed/stub/grpc
)
