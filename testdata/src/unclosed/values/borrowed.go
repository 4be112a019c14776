package values

import (
	"io/ioutil"
	"net/http"
	"os"
	"runtime/pprof"
	"runtime/trace"
)

// ProfileOpen stops the profile, which does not close its file.
func ProfileOpen(path string, work func() error) error {
	f, err := os.Create(path) // want `f opened by os\.Create is not closed when ProfileOpen returns`
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		f.Close()
		return err
	}
	defer pprof.StopCPUProfile()
	return work()
}

func TraceOpen(path string, work func()) error {
	f, err := os.Create(path) // want `f opened by os\.Create is not closed when TraceOpen returns`
	if err != nil {
		return err
	}
	if err := trace.Start(f); err != nil {
		f.Close()
		return err
	}
	work()
	trace.Stop()
	return nil
}

func ProfileClosed(path string, work func() error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return work()
}

// ProfileOn goes on: the file is needed until somebody stops the profile.
func ProfileOn(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		f.Close()
		return err
	}
	return nil
}

// ProfileStop gives its caller the function that stops it.
func ProfileStop(path string) (func(), error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		f.Close()
		return nil, err
	}
	return pprof.StopCPUProfile, nil
}

func Temporary(b []byte) (string, error) {
	f, err := ioutil.TempFile("", "x") // want `f opened by ioutil\.TempFile is not closed when Temporary returns`
	if err != nil {
		return "", err
	}
	_, err = f.Write(b)
	return f.Name(), err
}

func Hijacked(w http.ResponseWriter) error {
	c, rw, err := w.(http.Hijacker).Hijack() // want `c opened by http\.Hijacker\.Hijack is not closed when Hijacked returns`
	if err != nil {
		return err
	}
	if _, err := rw.WriteString("HTTP/1.1 101\r\n\r\n"); err != nil {
		return err
	}
	return c.Close()
}

func HijackedGoesOn(w http.ResponseWriter, serve func(c interface{ Close() error })) error {
	c, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return err
	}
	go serve(c)
	return nil
}
