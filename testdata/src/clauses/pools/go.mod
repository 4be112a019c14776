module example.com/pools

go 1.26.0

require (
	github.com/alitto/pond/v2 v2.0.0
	github.com/oklog/run v1.0.0
	github.com/panjf2000/ants/v2 v2.0.0
	github.com/sourcegraph/conc v0.3.0
	github.com/thejerf/suture/v4 v4.0.0
	gopkg.in/tomb.v2 v2.0.0
)

replace (
	github.com/alitto/pond/v2 => ./stub/pond
	github.com/oklog/run => ./stub/run
	github.com/panjf2000/ants/v2 => ./stub/ants
	github.com/sourcegraph/conc => ./stub/conc
	github.com/thejerf/suture/v4 => ./stub/suture
	gopkg.in/tomb.v2 => ./stub/tomb
)
