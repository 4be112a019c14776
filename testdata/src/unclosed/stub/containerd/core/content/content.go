package content

import "context"

type ReaderAt interface {
	ReadAt(p []byte, off int64) (int, error)
	Size() int64
	Close() error
}

type Provider interface {
	ReaderAt(ctx context.Context, digest string) (ReaderAt, error)
}

type Writer interface {
	Write(p []byte) (int, error)
	Close() error
	Commit(ctx context.Context, size int64) error
}

type Ingester interface {
	Writer(ctx context.Context, ref string) (Writer, error)
}

func OpenWriter(ctx context.Context, i Ingester, ref string) (Writer, error) {
	return i.Writer(ctx, ref)
}
