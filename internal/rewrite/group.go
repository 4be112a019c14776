package rewrite

import "go/ast"

func (r *Rewriter) groupTarget(src *source, stmt *ast.GoStmt) *target { return nil }
