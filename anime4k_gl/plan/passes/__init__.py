"""The passes that plans add around user shaders: conversion, planes, light, tone mapping."""
