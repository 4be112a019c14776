package profile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

// Options say how a profile is got.
type Options struct {
	Timeout time.Duration // of a URL: for all of it
	MaxSize int64         // bytes, compressed and not
	Header  http.Header   // for a URL, and where it redirects to on the same host
}

// IsURL reports whether a name is a URL, and no file.
func IsURL(name string) bool {
	return strings.Contains(name, "://")
}

// Open reads a profile from a file, a URL, or standard input, whose name is "-". file
// makes the name of a file absolute.
func Open(ctx context.Context, name string, file func(string) string, o Options) (*Profile, error) {
	data, err := read(ctx, name, file, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Redacted(name), err)
	}
	p, err := Parse(data, o.MaxSize)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Redacted(name), err)
	}
	p.Name = Redacted(name)
	return p, nil
}

// Redacted is a name without a password that may be in it.
func Redacted(name string) string {
	if u, err := url.Parse(name); err == nil && IsURL(name) {
		return u.Redacted()
	}
	return name
}

func read(ctx context.Context, name string, file func(string) string, o Options) ([]byte, error) {
	switch {
	case IsURL(name):
		return fetch(ctx, name, o)
	case name == "-":
		return limited(os.Stdin, o.MaxSize)
	}
	f, err := os.Open(file(name))
	if err != nil {
		var path *os.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, errors.New("it is a directory: want a profile, and the packages with -C DIR")
	}
	return limited(f, o.MaxSize)
}

// limited reads all, if that is not more than the limit.
func limited(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errors.New("it is truncated: the connection ended too early")
	case err != nil:
		return nil, err
	case int64(len(data)) > limit:
		return nil, tooLarge(limit)
	}
	return data, nil
}

func fetch(ctx context.Context, name string, o Options) ([]byte, error) {
	if err := checkURL(name); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, name, nil)
	if err != nil {
		return nil, plain(err)
	}
	req.Header.Set("Accept", "application/json, */*;q=0.9") // of tracked's page, the data
	for key, values := range o.Header {
		req.Header[key] = values
	}
	if host := o.Header.Get("Host"); host != "" {
		req.Host = host
	}
	client := &http.Client{CheckRedirect: o.redirect}
	resp, err := client.Do(req)
	if err != nil {
		return nil, o.late(ctx, plain(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, refused(resp)
	}
	data, err := limited(resp.Body, o.MaxSize)
	return data, o.late(ctx, err)
}

// late says of an error what the user can do about it, where that is the timeout.
func (o Options) late(ctx context.Context, err error) error {
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("no whole answer within %v: -timeout allows more", o.Timeout)
	}
	return err
}

// plain is an error of package http without the URL, which is said anyway.
func plain(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

func checkURL(name string) error {
	u, err := url.Parse(name)
	switch {
	case err != nil:
		return plain(err)
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("want a URL with http or https, not %s", u.Scheme)
	case u.Host == "":
		return errors.New("the URL names no host")
	}
	return nil
}

// redirect lets a server send us on to another place on the web, never to what is on
// this machine's disk. The headers that the user gave may be secrets: another host
// does not get them.
func (o Options) redirect(req *http.Request, via []*http.Request) error {
	last := via[len(via)-1].URL
	switch {
	case req.URL.Scheme != "http" && req.URL.Scheme != "https":
		return fmt.Errorf("it redirects to %s, which is not http or https", req.URL.Scheme)
	case last.Scheme == "https" && req.URL.Scheme == "http":
		return errors.New("it redirects from https to http")
	case len(via) >= 5:
		return errors.New("it redirects five times")
	}
	if req.URL.Host != via[0].URL.Host {
		for key := range o.Header {
			req.Header.Del(key)
		}
	}
	return nil
}

// refused says what a server answered that has no profile for us.
func refused(resp *http.Response) error {
	text, _ := io.ReadAll(io.LimitReader(resp.Body, 200))
	line, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	hint := ""
	if resp.StatusCode == http.StatusNotFound && strings.HasSuffix(resp.Request.URL.Path, "/goroutineleak") {
		hint = ": programs have this profile since Go 1.27, or built by Go 1.26 with GOEXPERIMENT=goroutineleakprofile"
	}
	if line == "" || strings.HasPrefix(line, "<") {
		return fmt.Errorf("the server answers %s%s", resp.Status, hint)
	}
	return fmt.Errorf("the server answers %s: %s%s", resp.Status, line, hint)
}
