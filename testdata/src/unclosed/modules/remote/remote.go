// Package remote reads and writes what lies elsewhere.
package remote

import (
	"context"
	"io"

	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob"
	"github.com/Backblaze/blazer/b2"
	"github.com/containerd/fifo"
	"github.com/klauspost/compress/zstd"
	"github.com/pkg/sftp"
)

func SFTPRead(c *sftp.Client, path string) ([]byte, error) {
	f, err := c.Open(path) // want `f opened by \(\*sftp\.Client\)\.Open is not closed when SFTPRead returns`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

func SFTPClosed(c *sftp.Client, path string, b []byte) error {
	f, err := c.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// SFTPClient ends the file with the client.
func SFTPClient(conn any, path string) ([]byte, error) {
	c, err := sftp.NewClient(conn)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	f, err := c.OpenFile(path, 0)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

func Fifos(ctx context.Context) (in, out io.ReadWriteCloser, err error) {
	in, err = fifo.OpenFifo(ctx, "in", 0, 0) // want `in opened by fifo\.OpenFifo is not closed when Fifos returns`
	if err != nil {
		return nil, nil, err
	}
	out, err = fifo.OpenFifo(ctx, "out", 0, 0)
	if err != nil {
		return nil, nil, err
	}
	return in, out, nil
}

func B2Read(ctx context.Context, o *b2.Object) ([]byte, error) {
	r := o.NewReader(ctx) // want `r opened by \(\*b2\.Object\)\.NewReader is not closed when B2Read returns`
	return io.ReadAll(r)
}

func B2Write(ctx context.Context, o *b2.Object, from io.Reader) error {
	w := o.NewWriter(ctx)
	if _, err := io.Copy(w, from); err != nil {
		return err
	}
	return w.Close()
}

func Blob(ctx context.Context, c *azblob.Client) ([]byte, error) {
	resp, err := c.DownloadStream(ctx, "a", "b") // want `resp opened by \(\*azblob\.Client\)\.DownloadStream is not closed when Blob returns.*resp\.Body\.Close`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

func BlobBody(ctx context.Context, c *azblob.Client) (io.ReadCloser, error) {
	resp, err := c.DownloadStream(ctx, "a", "b")
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

func Zstd(w io.Writer, b []byte) error {
	e, err := zstd.NewWriter(w) // want `e opened by zstd\.NewWriter is not closed when Zstd returns at line [0-9]+: its buffered data is lost`
	if err != nil {
		return err
	}
	_, err = e.Write(b)
	return err
}

// ZstdBlocks encodes blocks, and writes nothing.
func ZstdBlocks(b []byte) ([]byte, error) {
	e, err := zstd.NewWriter(nil)
	if err != nil {
		return nil, err
	}
	return e.EncodeAll(b, nil), nil
}
