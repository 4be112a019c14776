package profile

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const dump = "goroutine 1 [running]:\nmain.main()\n\t/app/main.go:9 +0x10\n"

var plainOptions = Options{Timeout: time.Minute, MaxSize: 1 << 20}

func open(name string, o Options) (*Profile, error) {
	return Open(context.Background(), name, func(s string) string { return s }, o)
}

// serve answers each path with a handler, and returns the address.
func serve(t *testing.T, handlers map[string]http.HandlerFunc) string {
	mux := http.NewServeMux()
	for path, h := range handlers {
		mux.HandleFunc(path, h)
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

func answer(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(text)) }
}

func redirectTo(url string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", url)
		w.WriteHeader(http.StatusFound)
	}
}

// TestRefused: what a server may try.
func TestRefused(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(secret, []byte(dump), 0o600))
	url := serve(t, map[string]http.HandlerFunc{
		"/file":          redirectTo("file:///" + strings.TrimPrefix(filepath.ToSlash(secret), "/")),
		"/ftp":           redirectTo("ftp://localhost/profile"),
		"/round":         redirectTo("/round"),
		"/page":          answer("<!DOCTYPE html><html><body>profiles</body></html>"),
		"/large":         answer(dump + strings.Repeat("x", 2<<20)),
		"/goroutineleak": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "Unknown profile", http.StatusNotFound) },
		"/forbidden":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) },
		"/empty":         answer(""),
		"/cut": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(dump))
		},
		"/hidden-in-gzip": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(bomb()) },
	})
	for path, want := range map[string]string{
		"/file":           "it redirects to file, which is not http or https",
		"/ftp":            "it redirects to ftp, which is not http or https",
		"/round":          "it redirects five times",
		"/page":           "it is a web page, not a profile",
		"/large":          "it is larger than 1 MB: -max-size allows more",
		"/goroutineleak":  "the server answers 404 Not Found: Unknown profile: programs have this profile since Go 1.27",
		"/forbidden":      "the server answers 403 Forbidden",
		"/empty":          "it is empty",
		"/cut":            "it is truncated: the connection ended too early",
		"/hidden-in-gzip": "it is larger than 1 MB: -max-size allows more",
	} {
		_, err := open(url+path, plainOptions)
		assert.ErrorContains(t, err, want, path)
	}
	for name, want := range map[string]string{
		"file:///" + strings.TrimPrefix(filepath.ToSlash(secret), "/"): "want a URL with http or https, not file",
		"http://":   "the URL names no host",
		t.TempDir(): "it is a directory",
	} {
		_, err := open(name, plainOptions)
		assert.ErrorContains(t, err, want, name)
	}
}

// TestRedirects: where from and to.
func TestRedirects(t *testing.T) {
	request := func(url string) *http.Request {
		r, err := http.NewRequest(http.MethodGet, url, nil)
		require.NoError(t, err)
		return r
	}
	for way, ok := range map[[2]string]bool{
		{"http://a/x", "http://a/y"}:   true,
		{"http://a/x", "https://a/y"}:  true,
		{"https://a/x", "https://b/y"}: true,
		{"https://a/x", "http://a/y"}:  false,
		{"http://a/x", "file:///y"}:    false,
		{"http://a/x", "gopher://a/y"}: false,
	} {
		err := plainOptions.redirect(request(way[1]), []*http.Request{request(way[0])})
		assert.Equal(t, ok, err == nil, "%v: %v", way, err)
	}
}

// bomb is 2 MB of text, compressed.
func bomb() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(bytes.Repeat([]byte(dump), 40000))
	_ = z.Close()
	return b.Bytes()
}

// TestTimeout: a server that does not answer ends by the deadline, which has passed
// already.
func TestTimeout(t *testing.T) {
	released := make(chan struct{})
	url := serve(t, map[string]http.HandlerFunc{"/": func(http.ResponseWriter, *http.Request) { <-released }})
	t.Cleanup(func() { close(released) })
	_, err := open(url, Options{Timeout: time.Nanosecond, MaxSize: 1 << 20})
	assert.ErrorContains(t, err, "no whole answer within 1ns: -timeout allows more")
}

// TestHeaders go to the server that was named, and to no other.
func TestHeaders(t *testing.T) {
	var there, elsewhere http.Header
	other := serve(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		elsewhere = r.Header
		answer(dump)(w, r)
	}})
	url := serve(t, map[string]http.HandlerFunc{
		"/":     redirectTo("/here"),
		"/here": func(w http.ResponseWriter, r *http.Request) { there = r.Header; answer(dump)(w, r) },
		"/away": redirectTo(other + "/"),
	})
	o := plainOptions
	o.Header = http.Header{"X-Token": {"secret"}}
	for _, path := range []string{"/", "/away"} {
		p, err := open(url+path, o)
		require.NoError(t, err)
		live, _ := p.Total()
		assert.Equal(t, 1, live)
	}
	assert.Equal(t, "secret", there.Get("X-Token"))
	assert.NotNil(t, elsewhere)
	assert.Empty(t, elsewhere.Get("X-Token"))
}

func TestPasswordIsNotShown(t *testing.T) {
	_, err := open("http://user:secret@127.0.0.1:1/profile", plainOptions)
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "secret")
}

// TestCut: a profile of each format, cut in the middle, is an error and no report.
func TestCut(t *testing.T) {
	files, err := filepath.Glob("../cli/testdata/live/recorded/go1.2*")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		_, err = Parse(data, 1<<20)
		assert.NoError(t, err, file)
		for _, part := range []int{3, 2} {
			_, err = Parse(data[:len(data)/part+7], 1<<20)
			assert.ErrorContains(t, err, "truncated", "%s, 1/%d", file, part)
		}
	}
	z, err := gzip.NewReader(bytes.NewReader(must(os.ReadFile("../cli/testdata/live/recorded/go1.27.goroutine.pb.gz"))))
	require.NoError(t, err)
	var plain bytes.Buffer
	_, err = plain.ReadFrom(z)
	require.NoError(t, err)
	p, err := Parse(plain.Bytes(), 1<<20)
	require.NoError(t, err)
	assert.Equal(t, Goroutines, p.Kind)
	_, err = Parse(plain.Bytes()[:plain.Len()/2], 1<<20)
	assert.ErrorContains(t, err, "truncated")
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// FuzzParse: no input does harm.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("../cli/testdata/live/recorded/go1.27*")
	for _, file := range files {
		f.Add(must(os.ReadFile(file)))
	}
	f.Add([]byte(`{"group":"app","stats":{"live":1},"tasks":[{"name":"pump","func":"main.f","file":"a.go","line":12,"ageSeconds":90}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Parse(data, 1<<20)
		if err == nil {
			if live, leaked := p.Total(); live < leaked || leaked < 0 {
				t.Errorf("%d live, %d leaked", live, leaked)
			}
		}
	})
}
