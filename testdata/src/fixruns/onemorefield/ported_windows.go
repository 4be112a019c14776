package main

type ports map[string][]*ported

var all = ports{"a": {{nil, nil}}}
