// Service is a small HTTP service with workers, whose goroutines all have an
// owner: it shows how tracked starts, watches and stops a program.
//
//	go run ./examples/service -addr localhost:8080
//	curl -d hello localhost:8080/jobs
//	curl localhost:8080/debug/tasks        # who is running
//
// On SIGTERM or Ctrl-C it stops taking requests and jobs, lets the workers finish
// what they have, and closes its log. If that takes longer than -grace, it says
// who did not stop, and where that was launched, and exits with status 1.
package main

import (
	"context"
	"errors"
	"expvar"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/tetherlint/tether/tracked"
)

func main() {
	addr := flag.String("addr", "localhost:8080", "listen on `address`")
	workers := flag.Int("workers", 4, "how many jobs run at once")
	grace := flag.Duration("grace", 5*time.Second, "how long a shutdown may take")
	journal := flag.String("journal", os.DevNull, "write finished jobs to `file`")
	flag.Parse()
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stdout, nil)))
	if err := run(*addr, *workers, *grace, *journal); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(addr string, workers int, grace time.Duration, journal string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	tasks := tracked.New(tracked.Options{Name: "service", OnEvent: tracked.LogEvents(slog.Default())})
	expvar.Publish("tasks", tasks.Expvar())

	if err := start(tasks, addr, workers, journal); err != nil {
		return err
	}
	<-ctx.Done()
	stop() // a second signal kills
	slog.Info("shutting down", "live", tasks.Stats().Live)
	deadline, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := tasks.Shutdown(deadline); err != nil {
		return err
	}
	slog.Info("stopped", "tasks", tasks.Stats().Ended)
	return nil
}

// start opens what the service needs and launches its tasks. Whatever it has
// opened is closed by the group.
func start(tasks *tracked.Group, addr string, workers int, journal string) error {
	ctx := context.Background()
	file, err := os.OpenFile(journal, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	tasks.Defer("journal", file)
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return errors.Join(err, tasks.Shutdown(ctx))
	}

	jobs := make(chan string, 100)
	for i := range workers {
		tasks.Go(ctx, fmt.Sprintf("worker-%d", i), func(ctx context.Context) error { return work(ctx, jobs, file) })
	}
	tasks.GoWith(ctx, "heartbeat", tracked.TaskOptions{Heartbeat: time.Minute, Restart: &tracked.Restart{}}, beat)
	server := &http.Server{Handler: routes(tasks, jobs), ReadHeaderTimeout: 5 * time.Second}
	tasks.Go(ctx, "http", func(ctx context.Context) error { return serve(ctx, server, listener) })
	slog.Info("listening", "addr", listener.Addr().String())
	return nil
}

// serve serves until ctx is done, and then until the requests have been answered.
func serve(ctx context.Context, server *http.Server, listener net.Listener) error {
	idle := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() { idle <- server.Shutdown(context.WithoutCancel(ctx)) })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-idle
}

func routes(tasks *tracked.Group, jobs chan<- string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /jobs", func(w http.ResponseWriter, r *http.Request) {
		job, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<10))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		select {
		case jobs <- string(job):
			w.WriteHeader(http.StatusAccepted)
		default:
			http.Error(w, "too many jobs", http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("GET /ready", func(w http.ResponseWriter, _ *http.Request) {
		if err := tasks.Healthy(); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	})
	mux.Handle("GET /debug/tasks", tasks.Handler())
	mux.Handle("GET /debug/vars", expvar.Handler())
	return mux
}

// work does jobs until ctx is done and none is left.
func work(ctx context.Context, jobs <-chan string, journal io.Writer) error {
	for {
		select {
		case job := <-jobs:
			if err := do(job, journal); err != nil {
				return err
			}
			continue
		default:
		}
		select {
		case job := <-jobs:
			if err := do(job, journal); err != nil {
				return err
			}
		case <-ctx.Done():
			return nil
		}
	}
}

func do(job string, journal io.Writer) error {
	if job == "hang" { // a bug, to see what a shutdown says about it
		select {}
	}
	_, err := fmt.Fprintf(journal, "done: %s\n", job)
	return err
}

func beat(ctx context.Context) error {
	ticker := time.NewTicker(10 * time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			tracked.Beat(ctx)
		case <-ctx.Done():
			return nil
		}
	}
}
