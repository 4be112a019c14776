// Watched is a service that can be watched: its launches are tracked, its debug port has
// their page, profiles and metrics, and alerts are ready beside it.
//
//	go run ./examples/watched                # in tracked/prometheus
//	curl -d hello localhost:8080/jobs        # also: fail, hang, panic, leak
//	prometheus --config.file examples/watched/prometheus.yml
//
// What it is doing:
//
//	http://localhost:6060/debug/tasks        who is running
//	http://localhost:6060/metrics            for Prometheus, ../../dashboard.json for Grafana
//	tether live "http://localhost:6060/debug/pprof/goroutine?debug=2"
//
// Some jobs are bugs, to see what the alerts, the page and tether live say about them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/tetherlint/tether/tracked"
	trackedprom "github.com/tetherlint/tether/tracked/prometheus"
)

// options are the flags.
type options struct {
	addr, debug string
	workers     int
	maxAge      time.Duration
	backoff     time.Duration
	grace       time.Duration
	linger      time.Duration
	verbose     bool
}

func main() {
	var o options
	flag.StringVar(&o.addr, "addr", "localhost:8080", "take jobs on `address`")
	flag.StringVar(&o.debug, "debug", "localhost:6060", "show what is going on on `address`: keep it private")
	flag.IntVar(&o.workers, "workers", 4, "how many jobs run at once")
	flag.DurationVar(&o.maxAge, "max-age", time.Minute, "a job that takes longer is unhealthy")
	flag.DurationVar(&o.backoff, "backoff", time.Second, "how long a worker that failed waits")
	flag.DurationVar(&o.grace, "grace", 5*time.Second, "how long a shutdown may take")
	flag.DurationVar(&o.linger, "linger", 30*time.Second, "how long to stay after a shutdown that failed, so that it is scraped")
	flag.BoolVar(&o.verbose, "v", false, "log each start and end of a task")
	flag.Parse()
	level := slog.LevelInfo
	if o.verbose {
		level = slog.LevelDebug
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{Level: level})))
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// groups are who owns what runs.
type groups struct{ service, jobs, debug *tracked.Group }

// run serves until a signal, and then for as long as the tasks need. The debug port goes
// last: a shutdown that hangs is when one wants to look.
func run(o options) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	hooks := tracked.LogEvents(slog.Default())
	g := groups{
		service: tracked.New(tracked.Options{Name: "service", OnEvent: hooks, Labels: true, Profile: true}),
		jobs:    tracked.New(tracked.Options{Name: "jobs", OnEvent: hooks, Labels: true, Profile: true, MaxAge: o.maxAge, Panics: tracked.PanicToError}),
		debug:   tracked.New(tracked.Options{Name: "debug"}),
	}
	prometheus.MustRegister(trackedprom.NewCollector(g.service, g.jobs))
	if err := g.start(o); err != nil {
		return errors.Join(err, g.stop(o))
	}
	<-ctx.Done()
	stop() // a second signal kills
	slog.Info("shutting down")
	return g.stop(o)
}

// start launches the tasks.
func (g groups) start(o options) error {
	if err := serve(g.debug, "debug", o.debug, debugRoutes(g.service, g.jobs)); err != nil {
		return err
	}
	queue := make(chan string, 100)
	retry := &tracked.Restart{Min: o.backoff, Max: 30 * o.backoff}
	for i := range o.workers {
		g.service.GoWith(context.Background(), fmt.Sprintf("worker-%d", i), tracked.TaskOptions{Restart: retry},
			func(ctx context.Context) error { return work(ctx, g.jobs, queue) })
	}
	return serve(g.service, "http", o.addr, jobRoutes(queue))
}

// stop ends the tasks, or says which did not end.
func (g groups) stop(o options) error {
	deadline, cancel := context.WithTimeout(context.Background(), o.grace)
	defer cancel()
	err := errors.Join(g.service.Shutdown(deadline), g.jobs.Shutdown(deadline))
	if err != nil {
		slog.Error("did not stop", "err", err)
		linger(o.linger)
	}
	return errors.Join(err, g.debug.Shutdown(context.Background()))
}

// linger returns after a while, or when another signal comes.
func linger(d time.Duration) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}

// serve serves as a task of the group, until that shuts down.
func serve(g *tracked.Group, name, addr string, handler http.Handler) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	g.Go(context.Background(), name, func(ctx context.Context) error {
		idle := make(chan error, 1)
		stop := context.AfterFunc(ctx, func() { idle <- server.Shutdown(context.WithoutCancel(ctx)) })
		defer stop()
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return <-idle
	})
	slog.Info("listening", "for", name, "addr", listener.Addr().String())
	return nil
}

// debugRoutes show what is going on.
func debugRoutes(service, jobs *tracked.Group) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.Handler())
	mux.Handle("GET /debug/tasks", service.Handler())
	mux.Handle("GET /debug/jobs", jobs.Handler())
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /ready", func(w http.ResponseWriter, _ *http.Request) {
		if err := errors.Join(service.Healthy(), jobs.Healthy()); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	})
	return mux
}

func jobRoutes(queue chan<- string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /jobs", func(w http.ResponseWriter, r *http.Request) {
		job, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<10))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		select {
		case queue <- string(job):
			w.WriteHeader(http.StatusAccepted)
		default:
			http.Error(w, "too many jobs", http.StatusServiceUnavailable)
		}
	})
	return mux
}

// work runs jobs until ctx is done. A job that fails makes the worker fail, which is
// restarted.
func work(ctx context.Context, jobs *tracked.Group, queue <-chan string) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case name := <-queue:
			switch name {
			case "hang", "panic", "leak": // in a task of its own
				jobs.Go(context.WithoutCancel(ctx), name, func(context.Context) error { return do(name) })
			default:
				if err := do(name); err != nil {
					return err
				}
			}
		}
	}
}

// do does a job. All but the last case are bugs.
func do(job string) error {
	switch job {
	case "fail":
		return errors.New("the job failed")
	case "panic":
		panic("the job panicked")
	case "hang":
		select {}
	case "leak":
		for range 200 {
			go forget()
		}
	}
	return nil
}

// forget waits for what nobody gives.
func forget() { <-make(chan int) }
