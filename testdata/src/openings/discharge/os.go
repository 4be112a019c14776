package discharge

import (
	"embed"
	"io"
	"io/fs"
	"log"
	"os"
	"runtime"
	"testing"
	"testing/fstest"
)

//go:embed os.go
var content embed.FS

// X1: os.Exit ends the path.
func X1(p string) {
	f, err := os.Open(p)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := f.Stat(); err != nil {
		os.Exit(1)
	}
	log.Fatalf("size %v", f)
}

func die(msg string) {
	log.Print(msg)
	os.Exit(2)
}

// X2: a callee that never returns.
func X2(p string) {
	f, err := os.Open(p) // want "unclosed/undeferred"
	if err != nil {
		die("no")
	}
	if _, err := f.Stat(); err != nil {
		die("stat")
	}
	f.Close()
}

// X3: explicit panic.
func X3(p string) int64 {
	f, err := os.Open(p)
	if err != nil {
		panic(err)
	}
	st, err := f.Stat()
	if err != nil {
		panic(err)
	}
	n := st.Size()
	if err := f.Close(); err != nil {
		panic(err)
	}
	return n
}

// X4: a panic that the function recovers leaks.
func X4(p string) (n int64) {
	defer func() {
		if r := recover(); r != nil {
			n = -1
		}
	}()
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return 0
	}
	st, err := f.Stat()
	if err != nil {
		panic(err)
	}
	n = st.Size()
	if err := f.Close(); err != nil {
		return 0
	}
	return n
}

// X5: Goexit.
func X5(p string) {
	f, err := os.Open(p) // want "unclosed/undeferred"
	if err != nil {
		return
	}
	if _, err := f.Stat(); err != nil {
		runtime.Goexit()
	}
	f.Close()
}

// X6: embed.FS needs no close... but fs.File opened through fs.FS does.
func X6(fsys fs.FS) ([]byte, error) {
	f, err := fsys.Open("x") // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// X7: embedded.
func X7() ([]byte, error) {
	f, err := content.Open("os.go")
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// X8: MapFS.
func X8() ([]byte, error) {
	m := fstest.MapFS{"a": &fstest.MapFile{Data: []byte("x")}}
	f, err := m.Open("a")
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// X9: standard streams.
func X9(p string) error {
	in := os.Stdin
	_, err := io.Copy(os.Stdout, in)
	return err
}

// X10: merged with one that is not owned.
func X10(p string) error {
	in := os.Stdin
	if p != "-" {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		in = f
	}
	_, err := io.Copy(os.Stdout, in)
	return err
}

// X11: merged, but the close is there.
func X11(p string) error {
	in := os.Stdin
	if p != "-" {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	_, err := io.Copy(os.Stdout, in)
	return err
}

// X12: Root.
func X12(dir string) ([]byte, error) {
	r, err := os.OpenRoot(dir) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	f, err := r.Open("x")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// X13: Root closed, its file not.
func X13(dir string) ([]byte, error) {
	r, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	f, err := r.Open("x") // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// X14: OpenInRoot.
func X14(dir string) error {
	f, err := os.OpenInRoot(dir, "x") // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// X15: sub root returned with FS.
func X15(dir string) (fs.FS, error) {
	r, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return r.FS(), nil
}

// X16: os.Pipe: one acquisition, one end forgotten.
func X16() error {
	r, w, err := os.Pipe() // want "unclosed/leak"
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = w.WriteString("x")
	return err
}

// X17: both.
func X17() error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	defer w.Close()
	_, err = w.WriteString("x")
	return err
}

// X18: io.Pipe, the reader is not owed.
func X18(p []byte) ([]byte, error) {
	r, w := io.Pipe()
	go func() {
		defer w.Close()
		w.Write(p)
	}()
	return io.ReadAll(r)
}

// X19: io.Pipe: the writer is never closed.
func X19(p []byte) ([]byte, error) {
	r, w := io.Pipe() // want "unclosed/leak"
	go func() {
		w.Write(p)
	}()
	return io.ReadAll(r)
}

// X20: CloseWithError.
func X20(enc func(io.Writer) error) io.Reader {
	r, w := io.Pipe()
	go func() { w.CloseWithError(enc(w)) }()
	return r
}

// X21: FindProcess.
func X21(pid int) error {
	p, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	defer p.Release()
	return p.Signal(os.Interrupt)
}

// X22: FindProcess not released.
func X22(pid int) error {
	p, err := os.FindProcess(pid) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return p.Signal(os.Interrupt)
}

// X23: StartProcess, Wait.
func X23(argv []string) error {
	p, err := os.StartProcess(argv[0], argv, &os.ProcAttr{})
	if err != nil {
		return err
	}
	_, err = p.Wait()
	return err
}

// X24: cleanup in tests helper.
func X24(t *testing.T, p string) *os.File {
	f, err := os.Open(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// X25: testing.TB cleanup with method value (Close returns an error: a closure is needed) and not returned.
func X25(t testing.TB, p string) string {
	f, err := os.Open(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f.Name()
}

// X26: no cleanup.
func X26(t testing.TB, p string) string {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		t.Fatal(err)
	}
	return f.Name()
}

// X27: t.Fatal after open: path ends.
func X27(t *testing.T, p string) {
	f, err := os.Open(p) // want "unclosed/undeferred"
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Stat(); err != nil {
		t.Fatalf("stat: %v", err)
	}
	f.Close()
}

// X28: t.Error goes on.
func X28(t *testing.T, p string) {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Stat(); err != nil {
		t.Error(err)
		return
	}
	f.Close()
}

// X29: t.Skip.
func X29(t *testing.T, p string) {
	f, err := os.Open(p) // want "unclosed/undeferred"
	if err != nil {
		t.Skip(err)
	}
	if _, err := f.Stat(); err != nil {
		t.SkipNow()
	}
	f.Close()
}

// X30: NewFile, of a descriptor that is somebody else's.
func X30(fd uintptr) error {
	f := os.NewFile(fd, "x")
	_, err := f.Stat()
	return err
}

// X31: MkdirTemp is opt in.
func X31() (string, error) {
	return os.MkdirTemp("", "x")
}

// X32: a directory.
func X32(p string) ([]string, error) {
	d, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	return d.Readdirnames(-1)
}

// X33: one-liner chain.
func X33(p string) int64 {
	f, _ := os.Open(p) // want "unclosed/leak"
	st, _ := f.Stat()
	return st.Size()
}

// X34: discarded.
func X34(p string) {
	os.Create(p) // want "unclosed/discarded"
}

// X35: discarded with the error kept.
func X35(p string) error {
	_, err := os.Create(p) // want "unclosed/discarded"
	return err
}

// X36: discarded by var.
func X36(p string) error {
	var _, err = os.Open(p) // want "unclosed/discarded"
	return err
}
