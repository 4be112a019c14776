// Package s3 is the part of github.com/aws/aws-sdk-go-v2/service/s3 that the fixtures need.
package s3

import (
	"context"
	"io"
)

type Client struct{}
type Options struct{}
type GetObjectInput struct{}
type GetObjectOutput struct{ Body io.ReadCloser }

func (c *Client) GetObject(ctx context.Context, in *GetObjectInput, opts ...func(*Options)) (*GetObjectOutput, error) {
	return new(GetObjectOutput), nil
}
