module example.com/claims

go 1.26.0

require (
	github.com/spf13/cobra v1.0.0
	github.com/urfave/cli/v3 v3.0.0
)

replace (
	github.com/spf13/cobra => ./stub/cobra
	github.com/urfave/cli/v3 => ./stub/cli
)
