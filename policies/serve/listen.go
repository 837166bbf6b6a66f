package serve

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
)

// minToken is the length of the shortest token, in characters.
const minToken = 32

// Access says who may connect, and how.
type Access struct {
	Cert, Key string // files in PEM of the server's certificate and its key
	ClientCA  string // file in PEM of those who sign certificates of clients
	Token     string // the token that Options.Token asks for; "" for none
}

// Listen opens an address: HOST:PORT, or unix:PATH for a socket that only the own
// user may open. An address that other machines can reach needs TLS, and a token or
// certificates of clients; without them nothing is opened.
func Listen(address string, access Access) (net.Listener, error) {
	config, err := access.config()
	if err != nil {
		return nil, err
	}
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		l, err := listenUnix(path)
		return secured(l, config, err)
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%q is no address: it is HOST:PORT, or unix:PATH", address)
	}
	if strings.EqualFold(host, "localhost") {
		host = "127.0.0.1" // whatever the machine's own tables say
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		if err := access.enough(address); err != nil {
			return nil, err
		}
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, port))
	return secured(l, config, err)
}

func secured(l net.Listener, config *tls.Config, err error) (net.Listener, error) {
	if err != nil || config == nil {
		return l, err
	}
	return tls.NewListener(l, config), nil
}

// enough refuses what would answer anyone.
func (a Access) enough(address string) error {
	switch {
	case a.Cert == "":
		return fmt.Errorf("other machines can reach %q, so it needs TLS: a certificate and its key", address)
	case a.Token == "" && a.ClientCA == "":
		return fmt.Errorf("other machines can reach %q, so it needs a token or certificates of clients", address)
	}
	return nil
}

// config is the TLS that the files make; nil without any.
func (a Access) config() (*tls.Config, error) {
	switch {
	case a.Token != "" && len(a.Token) < minToken:
		return nil, fmt.Errorf("the token has %d characters, and %d are the least", len(a.Token), minToken)
	case (a.Cert == "") != (a.Key == ""):
		return nil, errors.New("a certificate and its key go together")
	case a.Cert == "" && a.ClientCA != "":
		return nil, errors.New("certificates of clients need TLS: a certificate and its key")
	case a.Cert == "":
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(a.Cert, a.Key)
	if err != nil {
		return nil, fmt.Errorf("read certificate: %w", err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}
	if a.ClientCA == "" {
		return config, nil
	}
	text, err := os.ReadFile(a.ClientCA)
	if err != nil {
		return nil, fmt.Errorf("read certificates of clients: %w", err)
	}
	config.ClientCAs = x509.NewCertPool()
	if !config.ClientCAs.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%q holds no certificate", a.ClientCA)
	}
	config.ClientAuth = tls.RequireAndVerifyClientCert
	return config, nil
}

// socket is a listener on a unix socket that takes its file away with it.
type socket struct {
	net.Listener
	path string
	file fs.FileInfo
}

// listenUnix opens a socket that never, not for a moment, is open to others: it is
// made in a folder of its own and put in its place when its mode is right. What a
// server left behind is replaced; anything else is not.
func listenUnix(path string) (net.Listener, error) {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case info.Mode().Type() != fs.ModeSocket:
		return nil, fmt.Errorf("%q is there already, and is no socket", path)
	default:
		if c, err := net.Dial("unix", path); err == nil {
			c.Close()
			return nil, fmt.Errorf("another server listens at %q", path)
		}
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".candor-") // for the own user alone
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	made := filepath.Join(dir, "s")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: made, Net: "unix"})
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false)
	s := &socket{Listener: l, path: path}
	if err = os.Chmod(made, 0o600); err == nil {
		if s.file, err = os.Lstat(made); err == nil {
			err = os.Rename(made, path)
		}
	}
	if err != nil {
		l.Close()
		return nil, err
	}
	return s, nil
}

func (s *socket) Close() error {
	if now, err := os.Lstat(s.path); err == nil && os.SameFile(now, s.file) {
		os.Remove(s.path)
	}
	return s.Listener.Close()
}

func (s *socket) Addr() net.Addr { return &net.UnixAddr{Name: s.path, Net: "unix"} }
