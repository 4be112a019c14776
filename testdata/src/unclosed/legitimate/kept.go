package legitimate

import (
	"errors"
	"expvar"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"sync/atomic"
)

// Functions of the standard library keep what they are given.

type tail struct{ f *os.File }

func (t *tail) String() string   { return t.f.Name() }
func (t *tail) Set(string) error { return nil }

var (
	kept   = map[string]*os.File{}
	newest atomic.Pointer[tail]
)

func CopiedIntoMap(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	maps.Copy(kept, map[string]*os.File{path: f})
	return nil
}

func InsertedIntoMap(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	maps.Insert(kept, maps.All(map[string]*os.File{path: f}))
	return nil
}

func Published(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	expvar.Publish("tail", &tail{f})
	return nil
}

func IsFlag(path string, set *flag.FlagSet) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if path == "" {
		flag.Var(&tail{f}, "tail", "a file")
	} else {
		set.Var(&tail{f}, "tail", "a file")
	}
	return nil
}

func Swapped(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	newest.CompareAndSwap(nil, &tail{f})
	return nil
}

type statusError struct{ resp *http.Response }

func (e *statusError) Error() string { return e.resp.Status }

// The error has the response, whose body its receiver reads.
func CarriedByError(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	switch resp.StatusCode {
	case http.StatusOK:
		return resp.Body.Close()
	case http.StatusGone:
		return errors.Join(errors.New("gone"), &statusError{resp})
	}
	return fmt.Errorf("get %s: %w", url, &statusError{resp})
}
