import { mount } from 'svelte';
import App from './App.svelte';
import './style.css';
import { takeToken } from './lib/server';

takeToken();
const target = document.getElementById('app');
if (target) mount(App, { target });
