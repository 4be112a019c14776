// Package containers uses what runs and stores containers, and brokers beside them.
package containers

import (
	"context"

	"github.com/containerd/containerd/v2/core/content"
	"github.com/gomodule/redigo/redis"
	"github.com/nsqio/go-nsq"
	"github.com/vishvananda/netns"
)

func Size(ctx context.Context, p content.Provider, digest string) (int64, error) {
	ra, err := p.ReaderAt(ctx, digest) // want `ra opened by content\.Provider\.ReaderAt is not closed when Size returns`
	if err != nil {
		return 0, err
	}
	return ra.Size(), nil
}

func Put(ctx context.Context, in content.Ingester, b []byte) error {
	w, err := content.OpenWriter(ctx, in, "x") // want `w opened by content\.OpenWriter is not committed or closed when Put returns at line 27`
	if err != nil {
		return err
	}
	if _, err := w.Write(b); err != nil {
		return err
	}
	return w.Commit(ctx, int64(len(b))) // closes it, also where it fails
}

func Enter(path string) error {
	ns, err := netns.GetFromPath(path) // want `ns opened by netns\.GetFromPath is not closed when Enter returns`
	if err != nil {
		return err
	}
	return netns.Set(ns)
}

func Consume(addr string) (*nsq.Consumer, error) {
	c, err := nsq.NewConsumer("t", "c", nil) // want `c opened by nsq\.NewConsumer is not stopped when Consume returns at line 46`
	if err != nil {
		return nil, err
	}
	if err := c.ConnectToNSQD(addr); err != nil {
		return nil, err
	}
	return c, nil
}

func Ask(p *redis.Pool) error {
	c := p.Get() // want `c opened by \(\*redis\.Pool\)\.Get is not closed when Ask returns`
	_, err := c.Do("PING")
	return err
}

func Pooled(address string) *redis.Pool {
	return &redis.Pool{Dial: func() (redis.Conn, error) { return redis.Dial("tcp", address) }}
}
