// Package azblob is the part of the module that the fixtures need.
package azblob

import (
	"context"
	"io"
)

type DownloadResponse struct{ Body io.ReadCloser }

type DownloadStreamResponse struct{ DownloadResponse }

type Client struct{}

func (c *Client) DownloadStream(ctx context.Context, container, blob string) (DownloadStreamResponse, error) {
	return DownloadStreamResponse{}, nil
}
