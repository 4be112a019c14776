// Package pgxpool is the part of the pool that the fixtures need.
package pgxpool

import (
	"context"

	"github.com/jackc/pgx/v5"
)

type Pool struct{}

func New(ctx context.Context, s string) (*Pool, error)                               { return new(Pool), nil }
func (p *Pool) Close()                                                               {}
func (p *Pool) Acquire(ctx context.Context) (*Conn, error)                           { return new(Conn), nil }
func (p *Pool) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) { return nil, nil }
func (p *Pool) Begin(ctx context.Context) (pgx.Tx, error)                            { return nil, nil }

type Conn struct{ conn *pgx.Conn }

func (c *Conn) Release()          {}
func (c *Conn) Hijack() *pgx.Conn { return c.conn }
func (c *Conn) Conn() *pgx.Conn   { return c.conn }
