// Package resources has leaks of which nothing stays behind, and some like them of which
// something does. The profile is claims: the former are quiet.
package resources

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/urfave/cli/v3"
)

var errLate = errors.New("late")

func use(...any) error { return nil }

// The process ends where a command does.
var commands = []*cobra.Command{
	{
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := os.Open(args[0])
			if err != nil {
				return err
			}
			return use(f.Name())
		},
		// Here it goes on.
		PreRunE: func(cmd *cobra.Command, args []string) error {
			f, err := os.Open(args[0]) // want `f opened by os.Open is not closed`
			if err != nil {
				return err
			}
			return use(f.Name())
		},
	},
	{RunE: func(cmd *cobra.Command, args []string) error { return last(args[0]) }},
	{Run: func(cmd *cobra.Command, args []string) { lastOfAll(args[0]) }},
	{RunE: func(cmd *cobra.Command, args []string) error {
		for _, arg := range args {
			f, err := os.Open(arg) // want `f opened by os.Open is not closed`
			if err != nil {
				return err
			}
			use(f.Name())
		}
		return nil
	}},
	{RunE: func(cmd *cobra.Command, args []string) error {
		if err := notLast(args[0]); err != nil {
			return err
		}
		lastOfAll(args[0])
		return use()
	}},
	{RunE: unbuffered},
	{RunE: Exported},
}

func last(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return use(f.Name())
}

// One of its calls is not the last act of a command.
func lastOfAll(name string) {
	f, err := os.Open(name) // want `f opened by os.Open is not closed`
	if err != nil {
		return
	}
	use(f.Name())
}

func notLast(name string) error {
	f, err := os.Open(name) // want `f opened by os.Open is not closed`
	if err != nil {
		return err
	}
	return use(f.Name())
}

// What is not flushed is lost.
func unbuffered(cmd *cobra.Command, args []string) error {
	w := bufio.NewWriter(os.Stdout) // want `w from bufio.NewWriter is not flushed`
	_, err := w.WriteString(args[0])
	return err
}

// Others may call it.
func Exported(cmd *cobra.Command, args []string) error {
	f, err := os.Open(args[0]) // want `f opened by os.Open is not closed`
	if err != nil {
		return err
	}
	return use(f.Name())
}

func command() *cli.Command {
	c := &cli.Command{Action: wrapped(action)}
	c.Action = func(ctx context.Context, c *cli.Command) error {
		f, err := os.Open(c.Name)
		if err != nil {
			return err
		}
		return use(f.Name())
	}
	return c
}

func wrapped(run func(*cli.Command) error) cli.ActionFunc {
	return func(ctx context.Context, c *cli.Command) error { return run(c) }
}

func action(c *cli.Command) error {
	f, err := os.Open(c.Name)
	if err != nil {
		return err
	}
	return use(f.Name())
}

// The answer to a HEAD request has no body.
func head(url string) (int, error) {
	resp, err := http.Head(url)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func get(url string) (int, error) {
	resp, err := http.Get(url) // want `resp opened by http.Get is not closed`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// What ends the parent ends the child.
func children(ctx context.Context) error {
	parent, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	child, _ := context.WithTimeoutCause(parent, time.Second, errLate)
	return use(child)
}

func ownChild(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ctx, _ = context.WithTimeoutCause(ctx, time.Second, errLate)
	return use(ctx)
}

func orphan(ctx context.Context) error {
	ctx, _ = context.WithTimeoutCause(ctx, time.Second, errLate) // want `the result of context.WithTimeoutCause is discarded`
	return use(ctx)
}
