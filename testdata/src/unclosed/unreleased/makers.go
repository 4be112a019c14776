package unreleased

import (
	"context"
	"database/sql"
)

// A database closes its connections, and with them all statements that were prepared by it.
type prepared struct {
	db           *sql.DB
	read, insert *sql.Stmt
}

func (p *prepared) init(db *sql.DB) (err error) {
	p.db = db
	if p.read, err = p.db.Prepare("select"); err != nil {
		return err
	}
	p.insert, err = db.PrepareContext(context.Background(), "insert")
	return err
}

func (p *prepared) Close() error { return p.db.Close() }

// A database that somebody else has goes on, and its statements with it.
type lentDB struct {
	db   *sql.DB
	read *sql.Stmt
}

func (l *lentDB) init(db *sql.DB) (err error) {
	l.db = db
	l.read, err = l.db.Prepare("select")
	return err
}

func (l *lentDB) Close() error { return l.db.Ping() } // want `does not close l\.read`

// A connection is in use until it is given back: the database closes the idle ones.
type connected struct {
	db   *sql.DB
	conn *sql.Conn
}

func (c *connected) init(db *sql.DB) (err error) {
	c.db = db
	c.conn, err = c.db.Conn(context.Background())
	return err
}

func (c *connected) Close() error { return c.db.Close() } // want `does not close c\.conn`

// A database that is closed only where the start has failed is open behind it, and so is what it
// has prepared.
type failing struct {
	db   *sql.DB
	read *sql.Stmt
}

func (f *failing) init() (err error) {
	if f.db, err = sql.Open("driver", "dsn"); err != nil {
		return err
	}
	if f.read, err = f.db.Prepare("select"); err != nil {
		f.db.Close()
		return err
	}
	return nil
}

func (f *failing) Close() error { return nil } // want `does not close f\.db, which .* nor f\.read`
