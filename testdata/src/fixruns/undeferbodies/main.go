// Command undeferbodies: responses of functions of the program, and contexts, released by hand.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

var open int

type body struct{ io.Reader }

func (b *body) Close() error { open--; return nil }

type transport int

func (t transport) RoundTrip(*http.Request) (*http.Response, error) {
	if t == 0 {
		return nil, errors.New("no status")
	}
	open++
	return &http.Response{StatusCode: int(t), Body: &body{strings.NewReader("text")}}, nil
}

func get(status int) (*http.Response, error) {
	req, err := http.NewRequest("GET", "http://localhost/", nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Transport: transport(status)}
	return client.Do(req)
}

// Only the status is looked at.
// want: defer resp.Body.Close() io.Copy(io.Discard, resp.Body) if
func publish(status int) error {
	resp, err := get(status) // fix: yes
	if err != nil {
		return err
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	if resp.StatusCode < 200 || resp.StatusCode >= 300 {
		return fmt.Errorf("got status code %d", resp.StatusCode)
	}
	return nil
}

// What the close changes is looked at.
func counts(status int) (int, error) {
	resp, err := get(status) // fix: no
	if err != nil {
		return open, err
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	if resp.StatusCode >= 300 {
		return open, errors.New("bad")
	}
	return open, nil
}

type counter struct{ n *int }

// Behind a pointer.
func points(c *counter, status int) (int, error) {
	resp, err := get(status) // fix: no
	if err != nil {
		return *c.n, err
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	if resp.StatusCode >= 300 {
		return -1, errors.New("bad")
	}
	return *c.n, nil
}

// A closure's variable.
func captured(status int) (n int, err error) {
	resp, err := get(status) // fix: no
	if err != nil {
		return 0, err
	}
	resp.Body = &hook{resp.Body, func() { n = 7 }}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	if resp.StatusCode >= 300 {
		return n, errors.New("bad")
	}
	return n, nil
}

type hook struct {
	io.ReadCloser
	f func()
}

func (h *hook) Close() error { h.f(); return h.ReadCloser.Close() }

type health struct{ state, reason string }

func ask(ctx context.Context, n int) error {
	if n == 0 {
		return context.Cause(ctx)
	}
	return fmt.Errorf("state %d", n)
}

// Only computed once it is over.
func check(n int) health {
	h := health{state: "false"}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // fix: no
	err := ask(ctx, n)
	cancel()
	if err == nil || errors.Is(err, io.EOF) {
		h.state = "true"
	} else {
		h.reason = fmt.Sprintf("error: %s", err)
	}
	return h
}

// The context is looked at afterwards.
func looks(n int) string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	err := ask(ctx, n)
	cancel()
	if err == nil {
		return fmt.Sprint(ctx.Err())
	}
	return fmt.Sprint(context.Cause(ctx))
}

// A method of what has it.
type holder struct{ ctx context.Context }

func (h holder) err() error { return h.ctx.Err() }

func holds(n int) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // fix: no
	h := holder{ctx}
	if err := ask(ctx, n); err != nil {
		cancel()
		return h.err()
	}
	cancel()
	return h.err()
}

type lateError struct{ ctx context.Context }

func (e lateError) Error() string { return fmt.Sprint("late: ", e.ctx.Err()) }

func askLate(ctx context.Context) error { return lateError{ctx} }

// The error looks at the context when it is printed.
func prints() string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // fix: no
	err := askLate(ctx)
	cancel()
	if err != nil {
		return fmt.Sprintf("%s", err)
	}
	return ""
}

func main() {
	n := 3
	for _, status := range []int{0, 200, 404} {
		fmt.Println(publish(status), open)
		fmt.Println(counts(status))
		fmt.Println(points(&counter{&n}, status))
		fmt.Println(captured(status))
		fmt.Println(check(status), looks(status), holds(status), prints())
	}
}
