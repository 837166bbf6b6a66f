package main

import (
	"errors"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"syscall"
)

// children are the programs that run for the comparison. None outlives it, however it
// ends but by a kill that nobody can catch.
type children struct {
	mu    sync.Mutex
	all   map[*exec.Cmd]bool
	ended bool
	work  string // folder that goes with them
}

// ours are those of this program.
var ours children

// start starts one, with whatever it starts itself.
func (c *children) start(cmd *exec.Cmd) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return errors.New("the comparison is being ended")
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	err := cmd.Start()
	if err == nil {
		if c.all == nil {
			c.all = map[*exec.Cmd]bool{}
		}
		c.all[cmd] = true
	}
	return err
}

// wait waits for one to end.
func (c *children) wait(cmd *exec.Cmd) error {
	err := cmd.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.all, cmd)
	return err
}

// end ends them all and removes their folder.
func (c *children) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	for cmd := range c.all {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // one that has ended already is no error
		cmd.Process.Wait()
	}
	if c.work != "" {
		os.RemoveAll(c.work)
	}
}

// heed ends them when this program is told to end.
func (c *children) heed() {
	told := make(chan os.Signal, 1)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		<-told
		c.end()
		os.Exit(1)
	}()
}

// stop ends the comparison and says why.
func stop(format string, args ...any) {
	ours.end()
	log.Fatalf(format, args...)
}

// fatal ends the comparison where something is wrong.
func fatal(err error) {
	if err != nil {
		stop("%v", err)
	}
}
