// Package given launches under conditions on what it is given.
package given

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"time"

	"example.com/hidden/dep/loops"
)

func work() {}

var errNone = errors.New("none")

// Config is an option itself.
type Config struct {
	Sweep bool
	Every time.Duration
	Level int
	Sub   struct{ Watch bool }
	Ready func() bool
	Mode  string
}

// Apply sets all of it.
func (c *Config) Apply(to *Config) { *to = *c }

// Option changes a Config.
type Option interface{ Apply(*Config) }

// Open takes the first Config that it is given, and applies all options.
func Open(name string, opts ...Option) error {
	config := &Config{}
	if len(opts) > 0 {
		if c, ok := opts[0].(*Config); ok {
			config = c
		}
	}
	for _, opt := range opts {
		opt.Apply(config)
	}
	if config.Sweep {
		newCache(config.Every)
	}
	return nil
}

// day is what who says nothing gets.
const day = 24 * time.Hour

// never is no time to wait for.
const never = 10 * 365 * day

func newCache(every time.Duration) *cache {
	if every <= 0 {
		every = day
	}
	return NewCache(every)
}

type cache struct{ every time.Duration }

// NewCache sweeps, but for those who do not say how often.
func NewCache(every time.Duration) *cache {
	if every <= 0 {
		every = never
	}
	c := cache{every: every}
	if c.every != never {
		loops.Forever(work)
	}
	return &c
}

// Set is a function for an option.
type Set func(*Config)

// Functional calls its options.
func Functional(sets ...Set) {
	c := Config{}
	for _, set := range sets {
		set(&c)
	}
	if c.Sweep {
		loops.Forever(work)
	}
}

// Copied has the field by another name.
func Copied(c *Config) {
	sweep := c.Sweep
	if sweep {
		loops.Forever(work)
	}
}

// Field launches for who asks.
func Field(c Config) {
	if c.Sweep {
		loops.Forever(work)
	}
}

// Deep asks a field of a field.
func Deep(c Config) {
	if c.Sub.Watch {
		loops.Forever(work)
	}
}

// Asked calls what it is given.
func Asked(c Config) {
	if c.Ready() {
		loops.Forever(work)
	}
}

// Flag is a bare one.
func Flag(sweep bool) {
	if sweep {
		loops.Forever(work)
	}
}

// Level asks for one in particular.
func Level(n int) {
	if n == 3 {
		loops.Forever(work)
	}
}

// Below asks for one that is not high.
func Below(n int) {
	if n < 3 {
		loops.Forever(work)
	}
}

// Every needs a time.
func Every(d time.Duration) {
	if d > 0 {
		loops.Forever(work)
	}
}

// Mode is one of several.
func Mode(c Config) {
	switch c.Mode {
	case "push":
		loops.Forever(work)
	}
}

// Cases has conditions for cases.
func Cases(c Config) {
	switch {
	case c.Sweep:
		loops.Forever(work)
	}
}

// Otherwise is what remains.
func Otherwise(c Config) {
	switch c.Mode {
	case "pull":
	default:
		loops.Forever(work)
	}
}

// Default has a time for who gives none.
func Default(c Config) {
	if c.Every == 0 {
		c.Every = day
	}
	if c.Every > 0 {
		loops.Forever(work)
	}
}

// Valid fails for what is not.
func Valid(c Config) error {
	if c.Mode == "" {
		return errNone
	}
	loops.Forever(work)
	return nil
}

// Environment asks nobody whom it is called by.
func Environment(Config) {
	if os.Getenv("SWEEP") != "" {
		loops.Forever(work)
	}
}

// Within passes something else on.
func Within() { Field(fromEnvironment()) }

func fromEnvironment() Config { return Config{Sweep: os.Getenv("SWEEP") != "", Every: day} }

// Always asks for it.
func Always() { Field(Config{Sweep: true}) }

// Several launches for each.
func Several(n int) {
	for i := 0; i < n; i++ {
		loops.Forever(work)
	}
}

// Manager keeps the context that it is given.
type Manager struct{ done <-chan struct{} }

// NewManager makes one.
func NewManager(ctx context.Context) (*Manager, error) { return &Manager{done: ctx.Done()}, nil }

// Reload does so for each of the signals, if there are any.
func (m *Manager) Reload(sig ...os.Signal) {
	if m == nil {
		return
	}
	if len(sig) == 0 {
		return
	}
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, sig...)
	go func() {
		for {
			select {
			case <-m.done:
				return
			case <-ch:
				work()
			}
		}
	}()
}

// A Pool drains by its logger only where it has one, and by what it is told first.
type Pool struct{ stop chan bool }

type PoolOptions struct {
	Logger *Pool
	Off    bool
	Every  int
	Sweep  bool
}

func (p *Pool) drain() { <-p.stop }

func NewPool(o *PoolOptions) *Pool {
	p := &Pool{make(chan bool)}
	if o == nil {
		o = &PoolOptions{}
	}
	cfg := o
	if cfg.Logger != nil {
		go p.drain()
	}
	return p
}

func Quiet(o *PoolOptions) *Pool { o.Sweep = false; return swept(o) }

func swept(o *PoolOptions) *Pool {
	p := &Pool{make(chan bool)}
	if o.Sweep {
		go p.drain()
	}
	return p
}

func First(ns []int) *Pool {
	p, k := &Pool{make(chan bool)}, ns[0]
	if k > 3 {
		go p.drain()
	}
	return p
}

func limit() int { return len(os.Args) }

func Workers(n int) *Pool {
	p := &Pool{make(chan bool)}
	n = min(n, limit())
	if n > 1 {
		go p.drain()
	}
	return p
}

func Switched(o PoolOptions) *Pool {
	p := &Pool{make(chan bool)}
	switch {
	case o.Off:
		return p
	case o.Every > 0:
		go p.drain()
	}
	return p
}
