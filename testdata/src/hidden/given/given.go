// Package given gives conditions what they ask for, or does not.
package given

import (
	"context"
	"os"
	"syscall"
	"time"

	"example.com/hidden/dep/given"
)

type other struct{ on bool }

func (o other) Apply(c *given.Config) { c.Sweep = o.on }

func options(c *given.Config) error {
	if err := given.Open("a"); err != nil {
		return err
	}
	if err := given.Open("a", &given.Config{Every: time.Second}); err != nil {
		return err
	}
	_ = given.Open("a", c)
	_ = given.Open("a", other{true})
	_ = given.Open("a", &given.Config{Sweep: false})
	_ = given.Open("a", &given.Config{Sweep: true})                        // want `given.Open may start`
	return given.Open("a", &given.Config{Sweep: true, Every: time.Second}) // want `given.Open may start`
}

func shared(kind string) {
	config := &given.Config{Level: 3}
	switch kind {
	case "a":
		_ = given.Open("a", config)
	case "b":
		_ = given.Open("b", config)
	}
}

func times(every time.Duration) {
	given.NewCache(0)
	given.NewCache(-1)
	given.NewCache(time.Second) // want `given.NewCache may start`
	given.NewCache(every)       // want `given.NewCache may start`
	given.Every(0)
	given.Every(-1)
	given.Every(time.Second) // want `given.Every may start`
	given.Every(every)       // want `given.Every may start`
}

func fields(c given.Config, sweep bool, n int) {
	given.Functional()
	given.Functional(func(*given.Config) {})
	given.Copied(&given.Config{})
	given.Copied(&c)
	given.Copied(&given.Config{Sweep: true}) // want `given.Copied may start`
	given.Field(c)
	given.Field(given.Config{})
	given.Field(given.Config{Sweep: sweep})
	given.Field(given.Config{Sweep: true}) // want `given.Field may start`
	given.Deep(c)
	given.Asked(c)
	given.Flag(sweep)
	given.Flag(false)
	given.Flag(true) // want `given.Flag may start`
	given.Level(n)
	given.Level(2)
	given.Level(3) // want `given.Level may start`
	given.Below(2)
	given.Mode(c)
	given.Mode(given.Config{Mode: "pull"})
	given.Mode(given.Config{Mode: "push"}) // want `given.Mode may start`
	given.Cases(c)
	given.Cases(given.Config{Sweep: true}) // want `given.Cases may start`
	given.Otherwise(given.Config{Mode: "pull"})
	given.Default(given.Config{})                   // want `given.Default may start`
	given.Default(given.Config{Every: time.Second}) // want `given.Default may start`
	given.Default(given.Config{Every: -1})
	_ = given.Valid(c) // want `given.Valid may start`
	_ = given.Valid(given.Config{})
	given.Environment(c) // want `given.Environment may start`
	given.Within()
	given.Always()   // want `given.Always may start`
	given.Several(n) // want `given.Several may start`
}

func variadic(list []os.Signal) error {
	m, err := given.NewManager(context.Background())
	if err != nil {
		return err
	}
	m.Reload()
	m.Reload(syscall.SIGHUP) // want `Reload may start`
	m.Reload(list...)        // want `Reload may start`
	return nil
}

// What a default, an element, a smaller number or an earlier case makes of what is given is not known to launch.
func Pools() {
	given.NewPool(&given.PoolOptions{})
	given.Quiet(&given.PoolOptions{Sweep: true})
	given.First([]int{1})
	given.Workers(4)
	given.Switched(given.PoolOptions{Off: true, Every: 5})
	given.Switched(given.PoolOptions{Every: 5}) // want `given.Switched may start`
}
