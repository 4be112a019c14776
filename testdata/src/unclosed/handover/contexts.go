package handover

import (
	"context"
	"io"
	"os"
)

type fileKey struct{}

func fromContext(ctx context.Context) io.Reader { return ctx.Value(fileKey{}).(io.Reader) }

// ThroughContext gets back from a context what it has put there.
func ThroughContext(p string) io.Reader {
	f, err := os.Open(p)
	if err != nil {
		return nil
	}
	ctx := context.WithValue(context.Background(), fileKey{}, f)
	return fromContext(ctx)
}

// OutOfContext is the same in one function.
func OutOfContext(p string) (*os.File, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	ctx := context.WithValue(context.Background(), fileKey{}, f)
	return ctx.Value(fileKey{}).(*os.File), nil
}

// ClosedFromContext closes it so.
func ClosedFromContext(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	ctx := context.WithValue(context.Background(), fileKey{}, f)
	return ctx.Value(fileKey{}).(*os.File).Close()
}

// LeftInContext drops the context.
func LeftInContext(p string) (string, error) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when LeftInContext returns.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	ctx := context.WithValue(context.Background(), fileKey{}, f)
	b, err := io.ReadAll(fromContext(ctx))
	return string(b), err
}

// SetByDefer gives it to its caller at the end.
func SetByDefer(p string) (r io.Reader) {
	f, err := os.Open(p)
	if err != nil {
		return nil
	}
	defer func() { r = f }()
	return nil
}

// SetAway loses it at the end.
func SetAway(p string, other io.Reader) (r io.Reader) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when SetAway returns.*\(unclosed/leak\)`
	if err != nil {
		return nil
	}
	if _, err := f.Stat(); err != nil {
		return nil
	}
	defer func() { r = other }()
	return nil
}
