// Package cloud uses object stores.
package cloud

import (
	"context"
	"io"

	"cloud.google.com/go/storage"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/minio/minio-go/v7"
)

func GCSRead(ctx context.Context, o *storage.ObjectHandle) ([]byte, error) {
	r, err := o.NewReader(ctx) // want `r opened by \(\*storage\.ObjectHandle\)\.NewReader is not closed when GCSRead returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// GCSWrite does not commit after an error.
func GCSWrite(ctx context.Context, o *storage.ObjectHandle, from io.Reader) error {
	w := o.NewWriter(ctx)
	if _, err := io.Copy(w, from); err != nil {
		return err
	}
	return w.Close()
}

func GCSForget(ctx context.Context, o *storage.ObjectHandle, from io.Reader) error {
	w := o.NewWriter(ctx) // want `w opened by \(\*storage\.ObjectHandle\)\.NewWriter is not closed when GCSForget returns at line [0-9]+: its buffered data is lost.*\(unclosed/leak\)`
	if _, err := io.Copy(w, from); err != nil {
		return err
	}
	return nil
}

func S3(ctx context.Context, c *s3.Client) ([]byte, error) {
	out, err := c.GetObject(ctx, nil) // want `out opened by \(\*s3\.Client\)\.GetObject is not closed when S3 returns at line [0-9]+.*out\.Body\.Close\(\).*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(out.Body)
}

func S3Closed(ctx context.Context, c *s3.Client) ([]byte, error) {
	out, err := c.GetObject(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer out.Body.Close()
	return io.ReadAll(out.Body)
}

func S3Returned(ctx context.Context, c *s3.Client) (io.ReadCloser, error) {
	out, err := c.GetObject(ctx, nil)
	if err != nil {
		return nil, err
	}
	return out.Body, nil
}

// getter is the client as its users abstract from it.
type getter interface {
	GetObject(context.Context, *s3.GetObjectInput, ...func(*s3.Options)) (*s3.GetObjectOutput, error)
}

func S3Abstracted(ctx context.Context, c getter) ([]byte, error) {
	out, err := c.GetObject(ctx, nil) // want `out opened by cloud\.getter\.GetObject is not closed`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(out.Body)
}

func Minio(ctx context.Context, c *minio.Client) ([]byte, error) {
	o, err := c.GetObject(ctx, "a", "b") // want `o opened by \(\*minio\.Client\)\.GetObject is not closed when Minio returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(o)
}
